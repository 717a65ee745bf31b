import { useTyping } from '@parley/client/react';

// Returns the names of the users who are typing in a conversation.
export function useTypingNames(conversation: string, nameOf: (user: string) => string): string[] {
  return useTyping(conversation).map(nameOf);
}
