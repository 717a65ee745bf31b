// The only SDK client of the web client. All requests to the server and all events from it go through this client. What the
// browser stores about the user goes when the user does.
import { createClient } from '@parley/client';
import { PrivateStorage } from './privateStorage.ts';

export const client = createClient();

const isSignedIn = () => client.session.get().status === 'signed-in';
export const privateStorage = new PrivateStorage({
  storage: () => localStorage,
  keeps: () => isSignedIn() && client.keepsMessages.get(),
});

// Calls `forget` when a user is signed out, here, in another tab or by the server.
export function whenSignedOut(forget: () => void) {
  client.session.subscribe(() => {
    if (client.session.get().status === 'signed-out') forget();
  });
}

whenSignedOut(() => privateStorage.forget());
client.keepsMessages.subscribe(() => {
  if (!client.keepsMessages.get()) privateStorage.forget();
});
