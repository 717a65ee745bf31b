// The one SDK client of the page. Every request to the server and every event from it passes through it.
import { createClient } from '@parley/client';

export const client = createClient();
