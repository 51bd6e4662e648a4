package ai.preloop.activities.providers;

import java.io.InputStream;
import java.net.http.HttpHeaders;

/** An answer as it comes from a provider. */
public record Incoming(int status, HttpHeaders headers, InputStream body) {}
