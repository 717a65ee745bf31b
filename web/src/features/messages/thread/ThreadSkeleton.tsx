import { classes } from '@/design/classes.ts';
import { Skeleton } from '@/design/states.tsx';

const WIDTHS = ['52%', '38%', '64%', '30%', '46%', '58%', '34%'];
const OWN = new Set([2, 3, 6]);

// The outline of a thread, shown while it is loaded.
export function ThreadSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-end">
      <Skeleton>
        <div className="mx-auto flex w-full max-w-190 flex-col gap-3 px-4 pb-24">
          {WIDTHS.map((width, index) => (
            <span
              key={width}
              style={{ width }}
              className={classes('skeleton h-9 !rounded-bubble', OWN.has(index) && 'self-end')}
            />
          ))}
        </div>
      </Skeleton>
    </div>
  );
}
