// The only SDK client of the web client. All requests to the server and all events from it go through this client.
import { createClient } from '@parley/client';

export const client = createClient();
