package ai.preloop.cli.commands.webhooks;

import picocli.CommandLine.Command;

/** Where events are sent, signed. */
@Command(
    name = "webhooks",
    description = "Where events, such as a budget that is used up, are sent.",
    subcommands = {ListWebhooks.class, AddWebhook.class, TestWebhook.class, RemoveWebhook.class})
public final class Webhooks {}
