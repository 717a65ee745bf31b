import { lazy, Suspense, useEffect } from 'react';
import { Toasts } from '@/design/Toast.tsx';
import { ClientProvider, useSession } from '@/session/client.tsx';
import { navigate, useRoute } from './router.tsx';
import { paths } from './routes.ts';
import { Shell } from './Shell.tsx';
import { Starting } from './Starting.tsx';

const SignIn = lazy(async () => ({ default: (await import('@/session/SignIn.tsx')).SignIn }));
const Register = lazy(async () => ({ default: (await import('@/session/Register.tsx')).Register }));

export function App() {
  return (
    <ClientProvider>
      <Gate />
      <Toasts />
    </ClientProvider>
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

  if (session.status === 'starting') return <Starting />;
  if (isIn) return isDoor ? null : <Shell />;
  return <Suspense>{route.name === 'register' ? <Register /> : <SignIn />}</Suspense>;
}

