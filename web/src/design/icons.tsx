// Icons on a grid of 20 with a line of 1.5, which fits text of 15 px. An icon is decoration: the button or the text
// around it says what it means.
import type { ReactNode, SVGProps } from 'react';

export type IconProps = Omit<SVGProps<SVGSVGElement>, 'children'> & { size?: number };
export type Icon = (props: IconProps) => ReactNode;

function icon(...paths: string[]): Icon {
  return function DrawnIcon({ size = 20, ...rest }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        {...rest}
      >
        {paths.map((path) => (
          <path key={path} d={path} />
        ))}
      </svg>
    );
  };
}

const circle = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

export const SearchIcon = icon(circle(9, 9, 5.25), 'M13 13l3.75 3.75');
export const PlusIcon = icon('M10 4v12M4 10h12');
export const ComposeIcon = icon('M9 4.5H5.5A2 2 0 0 0 3.5 6.5v8a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2V11', 'M15.2 3.3a1.4 1.4 0 0 1 2 2L10.5 12l-2.75.75.75-2.75z');
export const BackIcon = icon('M11.5 4.5L6 10l5.5 5.5');
export const ForwardIcon = icon('M8.5 4.5L14 10l-5.5 5.5');
export const DownIcon = icon('M4.5 8L10 13.5 15.5 8');
export const UpIcon = icon('M4.5 12L10 6.5l5.5 5.5');
export const ArrowDownIcon = icon('M10 4v12M4.75 10.75L10 16l5.25-5.25');
export const CloseIcon = icon('M5 5l10 10M15 5L5 15');
export const CheckIcon = icon('M4.5 10.5l3.75 3.75 7.25-8.5');
export const DoubleCheckIcon = icon('M1.75 10.75l3.5 3.5 6.25-8', 'M9.5 13l1.25 1.25 7.5-8');
export const ClockIcon = icon(circle(10, 10, 6.5), 'M10 6.5V10l2.5 1.5');
export const ReplyIcon = icon('M8 5L3.5 9.5 8 14', 'M3.5 9.5h7.5a5.5 5.5 0 0 1 5.5 5.5v.5');
export const SmileIcon = icon(circle(10, 10, 6.75), 'M7.25 11.75c1.4 2 4.1 2 5.5 0', 'M7.75 8v.25M12.25 8v.25');
export const PinIcon = icon('M7.5 3.5h5l-.5 5 2.5 2.75v1.25H5.5v-1.25L8 8.5z', 'M10 12.5V17');
export const BellIcon = icon('M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.25 1.25H4.25z', 'M8.5 17h3');
export const MuteIcon = icon('M7 5.1A4.5 4.5 0 0 1 14.5 9v3M13 14.75H4.25L5.5 13.5V9c0-.5.08-.98.23-1.43', 'M8.5 17h3M3.5 3.5l13 13');
export const ArchiveIcon = icon('M3.5 4.5h13v3h-13z', 'M4.5 7.5v8h11v-8M8.25 10.5h3.5');
export const MoreIcon = icon('M4.75 10h.01M10 10h.01M15.25 10h.01');
export const EditIcon = icon('M4 16l.8-3.5L13 4.3a1.6 1.6 0 0 1 2.25 0l.45.45a1.6 1.6 0 0 1 0 2.25L7.5 15.2z');
export const TrashIcon = icon('M4 5.75h12M8 5.5V3.75h4V5.5', 'M5.5 5.75l.75 10.5h7.5l.75-10.5M8.5 9v4.5M11.5 9v4.5');
export const CopyIcon = icon('M7.5 7.5h8.5v8.5H7.5z', 'M12.5 7.5V4H4v8.5h3.5');
export const UsersIcon = icon(circle(7.75, 7, 2.75), 'M2.5 16c.3-3 2.3-4.75 5.25-4.75S12.7 13 13 16', 'M12.5 4.5a2.75 2.75 0 0 1 0 5M15 12c1.5.7 2.35 2.1 2.5 4');
export const UserIcon = icon(circle(10, 6.75, 3), 'M4 16.5c.4-3.25 2.75-5 6-5s5.6 1.75 6 5');
export const UserPlusIcon = icon(circle(8, 6.75, 3), 'M2.5 16.5c.35-3.25 2.5-5 5.5-5 1.6 0 3 .5 4 1.45', 'M15 11.5v5M12.5 14h5');
export const AtIcon = icon(circle(10, 10, 2.75), 'M12.75 7.25v3.5a2 2 0 0 0 4 0V10A6.75 6.75 0 1 0 14 15.4');
export const SendIcon = icon('M3.5 4l13.5 6-13.5 6 2-6z', 'M5.5 10H11');
export const LockIcon = icon('M5 9h10v7.5H5z', 'M7 9V6.5a3 3 0 0 1 6 0V9');
export const BlockIcon = icon(circle(10, 10, 6.75), 'M5.3 5.3l9.4 9.4');
export const DeviceIcon = icon('M3.5 4.5h13v9h-13z', 'M7 16.5h6M10 13.5v3');
export const PhoneIcon = icon('M6 3h8v14H6z', 'M9.25 14.75h1.5');
export const PaletteIcon = icon('M10 3.25a6.75 6.75 0 1 0 0 13.5c1.1 0 1.5-.7 1.35-1.5-.25-1.3.3-2 1.65-2h1.5c1.5 0 2.25-1 2.25-3.25 0-3.75-3-6.75-6.75-6.75z', 'M6.5 9.75h.01M8.5 6.75h.01M12 6.75h.01');
export const GlobeIcon = icon(circle(10, 10, 6.75), 'M3.25 10h13.5', 'M10 3.25c2 2 2.75 4.25 2.75 6.75S12 14.75 10 16.75C8 14.75 7.25 12.5 7.25 10S8 5.25 10 3.25z');
export const KeyboardIcon = icon('M2.5 5.5h15v9h-15z', 'M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 11.75h6');
export const RefreshIcon = icon('M15.75 8.5A6 6 0 0 0 4.6 7.25M4.25 11.5a6 6 0 0 0 11.15 1.25', 'M4.25 3.75v3.5h3.5M15.75 16.25v-3.5h-3.5');
export const InfoIcon = icon(circle(10, 10, 6.75), 'M10 9.25v4M10 6.75v.01');
export const SettingsIcon = icon('M3.5 6.5h6M13.5 6.5h3M3.5 13.5h3M10.5 13.5h6', circle(11.5, 6.5, 2), circle(8.5, 13.5, 2));
export const SignOutIcon = icon('M8 4H4.5v12H8', 'M12.5 6.5L16 10l-3.5 3.5M16 10H8');
export const WarningIcon = icon('M10 3.75l7 12.25H3z', 'M10 8.5v3.25M10 13.75v.01');
export const FilterIcon = icon('M4 6h12M6.5 10h7M9 14h2');
export const ChatIcon = icon('M4 4.5h12v9H9.5L6 16.5v-3H4z');
export const HistoryIcon = icon('M4 10a6 6 0 1 0 2-4.47L4 7.25M4 3.75v3.5h3.5', 'M10 7v3l2 1.5');
export const EyeIcon = icon('M2.5 10C4.5 6.5 7 5 10 5s5.5 1.5 7.5 5c-2 3.5-4.5 5-7.5 5s-5.5-1.5-7.5-5z', circle(10, 10, 2.25));
export const LinkIcon = icon('M8.5 11.5a3 3 0 0 0 4.25 0l2.5-2.5A3 3 0 0 0 11 4.75L10 5.75', 'M11.5 8.5a3 3 0 0 0-4.25 0l-2.5 2.5A3 3 0 0 0 9 15.25l1-1');
