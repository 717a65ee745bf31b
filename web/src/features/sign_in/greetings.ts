// The greetings are not in the catalogue, because each keeps its own language.
export const GREETINGS = [
  { name: 'Ana Souza', text: 'Bom dia! Chegou bem?', language: 'pt', isOwn: false },
  { name: 'Jonas Weber', text: 'Gerade eben. Der Zug war pünktlich, kaum zu glauben.', language: 'de', isOwn: true },
  { name: '佐藤 美咲', text: '駅で待ってるね 🌿', language: 'ja', isOwn: false },
  { name: 'Noah Clarke', text: 'Five minutes. Bringing coffee for everyone.', language: 'en', isOwn: true },
  { name: 'ليلى حداد', text: 'شكرا جزيلا، أنت رائع', language: 'ar', isOwn: false },
  { name: 'Éloïse Martin', text: 'On commence à dix heures, alors ?', language: 'fr', isOwn: false },
  { name: 'Mykola Shevchenko', text: 'Так, я вже майже тут.', language: 'uk', isOwn: true },
] as const;
