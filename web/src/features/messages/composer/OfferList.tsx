// The offers over the composer. The focus stays in the text field, which names the chosen offer to screen readers.
import { useEffect, useRef } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { Name } from '@/design/Name.tsx';
import { AtIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import type { Offer } from './useCompletion.ts';

interface OfferListProps {
  id: string;
  offers: readonly Offer[];
  chosen: number;
  onPick: (offer: Offer) => void;
}

export function OfferList({ id, offers, chosen, onPick }: OfferListProps) {
  const strings = useStrings().messages.composer;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <ul
      ref={list}
      id={id}
      role="listbox"
      aria-label={strings.offers}
      className="animate-rise absolute inset-x-3 bottom-full z-20 mb-1 max-h-72 max-w-96 overflow-y-auto rounded-card border border-border bg-raised p-1 shadow-raised"
    >
      {offers.map((offer, index) => (
        <li
          key={offer.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          // A press must not take the focus from the field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(offer)}
          className="flex cursor-pointer items-center gap-2.5 rounded-control px-2 py-1.5 text-small hover:bg-sunken aria-selected:bg-accent-soft"
        >
          <OfferContent offer={offer} />
        </li>
      ))}
    </ul>
  );
}

function OfferContent({ offer }: { offer: Offer }) {
  const strings = useStrings().messages.composer;
  if (offer.kind === 'emoji') {
    return (
      <>
        <span className="text-[20px] leading-none">{offer.insertion}</span>
        <span className="min-w-0 truncate">{offer.name}</span>
      </>
    );
  }
  if (offer.kind === 'all') {
    return (
      <>
        <span className="grid size-6 place-items-center rounded-full bg-accent-soft text-accent">
          <AtIcon size={14} />
        </span>
        <span className="font-medium">{offer.insertion}</span>
        <span className="truncate text-muted">{strings.everyone}</span>
      </>
    );
  }
  return (
    <>
      <Avatar id={offer.person.id} name={offer.person.displayName} size={24} />
      <Name className="min-w-0 truncate font-medium">{offer.person.displayName}</Name>
      <Name className="truncate text-muted">{offer.insertion}</Name>
    </>
  );
}
