import { createTransport } from 'nodemailer';

export type Mail = { to: string; subject: string; text: string };

/** Sends one mail; false when SMTP did not take it. A link is shown to be copied either way. */
export type Mailer = { send(mail: Mail): Promise<boolean> };

const TIMEOUT_MS = 8_000;

/**
 * Mails through `url` (smtp: or smtps:, user and password inside) as `from`. Connecting, greeting and each answer
 * are bounded by 8 s; a failure is told to `onError`, without the mail's text, and answers false.
 */
export function createMailer(url: string, from: string, onError: (error: unknown) => void): Mailer {
  const transport = createTransport(
    {
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      dnsTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ to: { name: '', address: to }, subject, text });
        return true;
      } catch (error) {
        onError(error);
        return false;
      }
    },
  };
}
