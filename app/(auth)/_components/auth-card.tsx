import type { ReactNode } from 'react';

/** The card of one sign-in page: a heading, a sentence, the form, and what else one can do. */
export function AuthCard({ title, lead, below, children }: AuthCardProps) {
  return (
    <>
      <section className="rounded-3 border border-line bg-surface p-5 md:p-6">
        <h1 className="text-20">{title}</h1>
        {lead ? <div className="mt-1 text-fg-2">{lead}</div> : null}
        <div className="mt-5 grid gap-4">{children}</div>
      </section>
      {below ? <p className="mt-4 text-center text-12 text-fg-3">{below}</p> : null}
    </>
  );
}

type AuthCardProps = { title: string; lead?: ReactNode; below?: ReactNode; children?: ReactNode };
