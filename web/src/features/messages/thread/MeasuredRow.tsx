import { memo, useCallback, type ReactNode } from 'react';
import { seqOf, type Row } from './rows.ts';

// A row whose height is measured and which is watched for being read.
interface MeasuredRowProps {
  row: Row;
  index: number;
  measure: (element: HTMLDivElement | null) => void;
  observe: (element: Element, seq: number) => () => void;
  isTabStop: boolean;
  renderRow: (row: Row, isTabStop: boolean) => ReactNode;
}

export const MeasuredRow = memo(function MeasuredRow({ row, index, measure, observe, isTabStop, renderRow }: MeasuredRowProps) {
  const seq = seqOf(row);
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      measure(element);
      return element && seq !== undefined ? observe(element, seq) : undefined;
    },
    [measure, observe, seq],
  );
  return (
    <div ref={attach} data-index={index} className="absolute inset-x-0">
      {renderRow(row, isTabStop)}
    </div>
  );
});
