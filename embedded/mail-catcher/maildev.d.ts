/** What we use of maildev, which ships no types. */
declare module 'maildev' {
  export default function maildev(options: {
    readonly smtp: number;
    readonly web: number;
    readonly ip: string;
    readonly mailDirectory: string;
    readonly silent: boolean;
  }): { listen(): Promise<void> };
}
