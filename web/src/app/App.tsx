import { lazy, Suspense, useEffect } from 'react';
import { Toasts } from '@/design/Toast.tsx';
import { ClientProvider, useSession } from '@/session/client.tsx';
import { FailureBoundary } from './Failure.tsx';
import { navigate, useRoute } from './router.tsx';
import { paths } from './routes.ts';
import { Starting } from './Starting.tsx';

// A first visit asks who one is, and needs no more than that for it.
const loadShell = () => import('./Shell.tsx');
const Shell = lazy(async () => ({ default: (await loadShell()).Shell }));
const SignIn = lazy(async () => ({ default: (await import('@/session/SignIn.tsx')).SignIn }));
const Register = lazy(async () => ({ default: (await import('@/session/Register.tsx')).Register }));

const FETCH_AHEAD_MS = 1_500;

export function App() {
  return (
    <FailureBoundary>
      <ClientProvider>
        <Gate />
        <Toasts />
      </ClientProvider>
    </FailureBoundary>
  );
}

// Who is signed in sees the panes; who is not is asked to, at whatever address, and stays at it.
function Gate() {
  const session = useSession();
  const route = useRoute();
  const isDoor = route.name === 'sign-in' || route.name === 'register';
  const isIn = session.status === 'signed-in';
  useEffect(() => {
    if (isIn && isDoor) navigate(paths.home(), { replace: true });
  }, [isIn, isDoor]);

  // While somebody types a password there is time to fetch what comes after it.
  const isOut = session.status === 'signed-out';
  useEffect(() => {
    if (!isOut) return;
    const timer = setTimeout(() => void loadShell(), FETCH_AHEAD_MS);
    return () => clearTimeout(timer);
  }, [isOut]);

  if (session.status === 'starting') return <Starting />;
  if (isIn) {
    return isDoor ? null : (
      <Suspense fallback={<Starting />}>
        <Shell />
      </Suspense>
    );
  }
  return <Suspense>{route.name === 'register' ? <Register /> : <SignIn />}</Suspense>;
}

