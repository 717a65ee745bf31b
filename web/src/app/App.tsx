import { ClientProvider, useSession } from '@parley/client/react';
import { lazy, Suspense, useEffect } from 'react';
import { Toasts } from '@/design/Toast.tsx';
import { client } from '@/platform/client.ts';
import { navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { FailureBoundary } from './Failure.tsx';
import { Starting } from './Starting.tsx';

// A first visit loads the sign-in form only. The panes are loaded when they are needed.
const loadShell = () => import('./Shell.tsx');
const Shell = lazy(async () => ({ default: (await loadShell()).Shell }));
const SignIn = lazy(async () => ({ default: (await import('@/features/sign_in/SignIn.tsx')).SignIn }));
const Register = lazy(async () => ({ default: (await import('@/features/sign_in/Register.tsx')).Register }));
const ResetPassword = lazy(async () => ({ default: (await import('@/features/sign_in/ResetPassword.tsx')).ResetPassword }));

const FETCH_AHEAD_MS = 1_500;

export function App() {
  return (
    <FailureBoundary>
      <ClientProvider client={client}>
        <Gate />
        <Toasts />
      </ClientProvider>
    </FailureBoundary>
  );
}

// Shows the panes to users who are signed in, and the forms to all others. The address stays the same, so it opens after the user has
// signed in.
function Gate() {
  const session = useSession();
  const route = useRoute();
  const isSignInPage = route.name === 'sign-in' || route.name === 'register';
  const isIn = session.status === 'signed-in';
  useEffect(() => {
    if (isIn && isSignInPage) navigate(paths.home(), { replace: true });
  }, [isIn, isSignInPage]);

  // The panes are loaded while the user types a password.
  const isOut = session.status === 'signed-out';
  useEffect(() => {
    if (!isOut) return;
    const timer = setTimeout(() => void loadShell(), FETCH_AHEAD_MS);
    return () => clearTimeout(timer);
  }, [isOut]);

  if (session.status === 'starting') return <Starting />;
  if (route.name === 'reset') {
    return (
      <Suspense>
        <ResetPassword />
      </Suspense>
    );
  }
  if (isIn) {
    return isSignInPage ? null : (
      <Suspense fallback={<Starting />}>
        <Shell />
      </Suspense>
    );
  }
  return <Suspense>{route.name === 'register' ? <Register /> : <SignIn />}</Suspense>;
}

