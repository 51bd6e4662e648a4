package ai.preloop.activities.upstream;

import java.time.Duration;

/**
 * How long is waited for a connection, from then on for the first byte of the answer, and between
 * two of its bytes. How long the whole takes is nobody's concern as long as bytes come.
 */
public record Patience(Duration connect, Duration firstByte, Duration idle) {}
