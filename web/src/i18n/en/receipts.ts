export const receipts = {
  ticks: {
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
  },
  readers: {
    read: 'Read',
    delivered: 'Delivered',
    sent: 'Not delivered yet',
    nobody: 'Nobody else is here',
  },
};
