// The outline of the panes. It is shown if it takes long to find out whether the user is signed in.
import { Skeleton } from '@/design/states.tsx';
import { LIST_WIDTH } from '@/platform/preferences.ts';

export function Starting() {
  return (
    <div className="h-full bg-raised">
      <Skeleton>
        <div className="flex h-dvh bg-surface max-md:!w-full md:border-e md:border-border" style={{ width: LIST_WIDTH.usual }}>
          <div className="grid w-full content-start gap-2 p-4 pt-16">
            {[0, 1, 2, 3, 4, 5].map((row) => (
              <div key={row} className="flex h-(--row-height) items-center gap-3">
                <div className="skeleton size-(--row-avatar) !rounded-full" />
                <div className="grid flex-1 gap-2">
                  <div className="skeleton h-3.5 w-2/5" />
                  <div className="skeleton h-3 w-4/5" />
                </div>
              </div>
            ))}
          </div>
        </div>
      </Skeleton>
    </div>
  );
}
