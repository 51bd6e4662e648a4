package ai.preloop.activities.generation;

import ai.preloop.activities.identity.Principal;

/** What a person wants, and by when there is an answer. */
record Assignment(Principal person, Wish wish, Deadline end) {}
