/** Says what administrators see of the people of their organisation; the same for everybody. */
export function PrivacySettings() {
  return (
    <section aria-label="Privacy" className="grid gap-6 text-sm">
      <h3 className="font-semibold text-base">What administrators can see</h3>
      <Facts
        title="They see about you"
        facts={[
          'your name, e-mail address, role, and whether your account is active or invited',
          'since when your account exists, how many sessions are signed in, and when one was last used',
          'how many conversations you have, and how much their texts take up in megabytes',
          'how many answers and tokens you have used on which day and with which models, and what they cost by list price: not for what',
          'a conversation that you share, if you share it with everybody or give them its link',
        ]}
      />
      <Facts
        title="They do not see"
        facts={[
          'your conversations, messages, titles and searches: Uru has no screen and no request by which administrators read them',
          'your OpenAI key: it is stored in your browser only, and sealed on its way to the server',
          'from which address and with which device you sign in, and your preferences',
        ]}
      />
      <Facts
        title="They can do"
        facts={[
          'change your name and role, disable or delete your account with all conversations, and sign you out',
          'make a link by which a new password is set. Who opens it signs in as you and can read your conversations. Your former password stops working then, and your sessions end, so you notice it',
          'set how long conversations are kept, which models there are, default instructions, and limits. For a time of retention they are told how many conversations of everybody it would delete, and nothing else',
        ]}
      />
      <Facts
        title="Who runs the server"
        facts={[
          'can technically read what the database holds, which includes conversations, as with every server. Your key is not there',
        ]}
      />
    </section>
  )
}

function Facts({ title, facts }: { title: string; facts: readonly string[] }) {
  return (
    <div>
      <h4 className="mb-1.5 font-medium">{title}</h4>
      <ul className="grid list-disc gap-1.5 pl-5 text-soft">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </div>
  )
}
