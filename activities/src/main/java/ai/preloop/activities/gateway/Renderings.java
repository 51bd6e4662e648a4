package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.ProviderAnswer;
import ai.preloop.activities.attempts.Rendered;
import ai.preloop.activities.dialects.AnswerReader;
import ai.preloop.activities.dialects.Framing;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.StreamReader;
import ai.preloop.activities.dialects.StreamReader.UsageFrame;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.providers.Provider;
import ai.preloop.activities.translation.CountTranslation;
import ai.preloop.activities.translation.Format;
import ai.preloop.activities.translation.StreamTranslation;
import ai.preloop.activities.translation.Translation;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as each provider takes it, and its answer as the client does: the same bytes
 * where both speak one dialect, translated where they do not.
 */
final class Renderings {

  /** System parameters have a dollar sign where one likes. */
  private static final Pattern EVENTS = Pattern.compile("(?i)(?:^|&)(?:\\$|%24)?alt=sse(?:&|$)");

  private final ModelRequest request;
  private final @Nullable String query;
  private final Estimates estimates;
  private final InstantSource time;

  Renderings(Incoming incoming, Estimates estimates, InstantSource time) {
    this.request = incoming.request();
    this.query = incoming.query();
    this.estimates = estimates;
    this.time = time;
  }

  Rendered to(AiModel target, Provider provider) {
    String identifier = String.valueOf(target.plan().identifier());
    Operation asked = request.operation();
    if (provider.operations().contains(asked)) {
      return new Rendered(asked, request.streamed(), request.bodyFor(identifier));
    }
    if (asked.isCounting()) {
      return counting(identifier, provider);
    }
    Format client = Formats.of(asked).orElseThrow(() -> notHad(provider));
    Format spoken = Formats.spokenBy(provider.operations()).orElseThrow(() -> notHad(provider));
    byte[] translated =
        Translation.between(client, spoken, time)
            .request(
                request.bodyFor(identifier), identifier, request.streamed(), mostOutput(target));
    return new Rendered(
        Formats.operation(spoken, request.streamed()), request.streamed(), translated);
  }

  private Rendered counting(String identifier, Provider provider) {
    Operation counts = Formats.countedBy(provider.operations()).orElseThrow(() -> notHad(provider));
    byte[] translated = counting(counts).request(request.bodyFor(identifier), identifier);
    return new Rendered(counts, false, translated);
  }

  private CountTranslation counting(Operation counts) {
    return CountTranslation.between(
        Formats.counting(request.operation()).orElseThrow(),
        Formats.counting(counts).orElseThrow());
  }

  /** How a translated stream is told: Gemini's is one of events where its client says so. */
  Framing told() {
    boolean isArray =
        request.operation() == Operation.STREAM_GENERATE_CONTENT
            && (query == null || !EVENTS.matcher(query).find());
    return isArray ? Framing.JSON_ARRAY : Framing.SSE;
  }

  private int mostOutput(AiModel target) {
    return Math.clamp(estimates.ceilings(target).maximumOutput(), 1, Integer.MAX_VALUE);
  }

  private ProblemException notHad(Provider provider) {
    return new ProblemException(
        ProblemType.UNPROCESSABLE,
        "The provider %s of the model %s has no counterpart of `%s`, which is not translated."
            .formatted(provider.word(), request.model(), request.operation().word()));
  }

  /** How the answer goes back; {@code seen} takes it as the client does. */
  Passing back(ProviderAnswer answer, Consumer<JsonSlice> seen) {
    boolean streams = request.streamed() && answer.status() < 300;
    if (answer.operation() == request.operation()) {
      return streams
          ? new StreamPassing(
              new StreamReader(request.operation(), framing(answer), usageFrame(), seen))
          : new WholePassing(answer.operation(), UnaryOperator.identity(), seen);
    }
    if (request.operation().isCounting()) {
      return new WholePassing(answer.operation(), told -> counted(answer, told), _ -> {});
    }
    Translation translation = translation(answer);
    return streams
        ? new TranslatedStream(
            new StreamReader(answer.operation(), framing(answer), UsageFrame.SHOWN),
            stream(translation),
            new StreamReader(request.operation(), told(), usageFrame(), seen))
        : new WholePassing(
            answer.operation(),
            told ->
                answer.status() < 300
                    ? whole(translation, told, seen)
                    : translation.error(answer.status(), told),
            _ -> {});
  }

  private StreamTranslation stream(Translation translation) {
    return switch (told()) {
      case SSE -> translation.stream(request.model());
      case JSON_ARRAY -> translation.arrayStream(request.model());
    };
  }

  private byte[] counted(ProviderAnswer answer, byte[] told) {
    CountTranslation translation = counting(answer.operation());
    return answer.status() < 300
        ? translation.answer(told)
        : translation.error(answer.status(), told);
  }

  private byte[] whole(Translation translation, byte[] told, Consumer<JsonSlice> seen) {
    byte[] translated = translation.answer(told, request.model());
    AnswerReader.read(request.operation(), translated, seen);
    return translated;
  }

  private Translation translation(ProviderAnswer answer) {
    Optional<Format> client = Formats.of(request.operation());
    Optional<Format> spoken = Formats.of(answer.operation());
    return Translation.between(client.orElseThrow(), spoken.orElseThrow(), time);
  }

  private UsageFrame usageFrame() {
    boolean hidden = request.operation() == Operation.CHAT_COMPLETIONS && !request.asksForUsage();
    return hidden ? UsageFrame.HIDDEN : UsageFrame.SHOWN;
  }

  private static Framing framing(ProviderAnswer answer) {
    return Framing.of(answer.header("Content-Type").orElse(null));
  }
}
