package ai.preloop.activities.servers;

/** Whether a server's name is taken or given up although others rely on who has it. */
public enum Insistence {
  NONE,
  FORCE
}
