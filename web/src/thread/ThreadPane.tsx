// The middle pane: what was said.
export function ThreadPane(_properties: { conversationId: string; seq: number | undefined }) {
  return <section className="flex min-h-0 flex-1 flex-col" />;
}
