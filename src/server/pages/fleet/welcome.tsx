import { Icon } from '../icons.tsx';

/** For who is not signed in: what this is. */
export function Welcome({ mayJoin }: { mayJoin: boolean }) {
  return (
    <div class="narrow">
      <div class="hero">
        <h1>Your forks, kept up to date</h1>
        <p>
          Backstroke follows the upstream of each fork and brings what is new as a pull request, or moves the branch
          itself where you say so.
        </p>
        {mayJoin ? (
          <a class="btn btn-primary" href="/login">
            <Icon name="mark-github" /> Sign in with GitHub
          </a>
        ) : (
          <p>
            Nobody can sign in here: the operator has not set GITHUB_CLIENT_ID. Forks are kept up to date all the same.
          </p>
        )}
      </div>
      <ul class="points">
        <li>
          <h2>Nothing is lost</h2>
          <p>No commit of yours is dropped unless you ask for it in so many words, and even then it is kept.</p>
        </li>
        <li>
          <h2>You see why</h2>
          <p>Every sync ends in one sentence that says what happened, and what to do if something waits for you.</p>
        </li>
        <li>
          <h2>You decide</h2>
          <p>A pull request you close stays closed until you say otherwise. Pause, undo and settings are yours.</p>
        </li>
      </ul>
    </div>
  );
}
