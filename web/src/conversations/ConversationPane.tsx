// The left pane: who one talks with.
export function ConversationPane() {
  return <nav className="flex min-h-0 flex-1 flex-col" />;
}
