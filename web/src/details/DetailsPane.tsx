// The right pane: about a conversation.
import type { Panel } from '@/app/routes.ts';

export function DetailsPane(_properties: { conversationId: string; panel: Panel }) {
  return <section className="flex min-h-0 flex-1 flex-col" />;
}
