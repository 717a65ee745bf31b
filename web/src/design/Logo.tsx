// The logo: a speech bubble in the shape of the letter P.
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="15" className="fill-accent" />
      <path d="M17 55V29.5a16.5 16.5 0 1 1 16.5 16.5c-3.3 0-6.4-1-9-2.6z" className="fill-on-accent" />
      <circle cx="27" cy="29.5" r="3.1" className="fill-accent" />
      <circle cx="40" cy="29.5" r="3.1" className="fill-accent" />
    </svg>
  );
}
