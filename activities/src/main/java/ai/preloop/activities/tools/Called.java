package ai.preloop.activities.tools;

import ai.preloop.policies.verdicts.Call;

/**
 * What was called, as records have it: {@code arguments} are the bytes to be sent or shown, {@code
 * judged} is what the policy was asked about.
 */
record Called(ToolCall call, String server, String tool, byte[] arguments, Call judged) {}
