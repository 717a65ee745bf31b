import { Shell } from './Shell.tsx';

export function App() {
  return <Shell />;
}
