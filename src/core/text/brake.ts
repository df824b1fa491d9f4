/** Why a link stands still that its operator stopped. There is nothing that the people of the fork have to do. */
export const brakeSentence =
  'The operator of this Backstroke stopped this sync for now: there is nothing to do, it goes on when they let go of it.';
