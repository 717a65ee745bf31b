// Searches every message that the reader may see, at /search?q=…
import { IconButton } from '@/design/Button.tsx';
import { BackIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { goBack, navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { Search } from './Search.tsx';

const setQuery = (q: string) => navigate(paths.search({ q }), { replace: true });

export function SearchPage() {
  const strings = useStrings();
  const route = useRoute();
  const query = route.name === 'search' ? (route.query.get('q') ?? '') : '';
  return (
    <section className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-border px-2">
        <IconButton icon={BackIcon} label={strings.app.back} onClick={() => goBack(paths.home())} className="rtl:-scale-x-100" />
        <h1 className="font-semibold">{strings.search.title}</h1>
      </header>
      <div className="mx-auto flex min-h-0 w-full max-w-180 flex-1 flex-col">
        <Search query={query} onQuery={setQuery} />
      </div>
    </section>
  );
}
