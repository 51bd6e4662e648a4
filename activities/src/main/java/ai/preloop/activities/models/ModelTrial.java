package ai.preloop.activities.models;

import ai.preloop.activities.identity.Principal;

/** Sends a model a tiny request, to see that it answers. */
public interface ModelTrial {

  /** A failure of the provider is a trial that did not go well, and no exception. */
  Trial tried(Principal caller, AiModel model);
}
