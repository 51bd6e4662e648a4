package ai.preloop.activities.tools;

/** What was called, as records have it: {@code arguments} are the bytes to be sent or shown. */
record Called(ToolCall call, String server, String tool, byte[] arguments) {}
