package ai.preloop.activities.identity;

import ai.preloop.activities.secrets.RootKey;
import ai.preloop.workflows.identity.UserId;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Short-lived tokens of people who signed in (RFC 7519), signed by a key of their own. */
final class AccessTokens {

  static final Duration LIFE = Duration.ofMinutes(15);
  private static final String ISSUER = "https://preloop.ai/sign-in";
  private static final String SCOPES = "scopes";
  private static final String VERSION = "ver";

  private final Principals principals;
  private final InstantSource clock;
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;

  AccessTokens(RootKey root, Principals principals, InstantSource clock) {
    this.principals = principals;
    this.clock = clock;
    SecretKey key = root.derive("sign-in tokens", "HmacSHA256");
    this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
    this.decoder = decoder(key, clock);
  }

  String issue(Person person, Set<Scope> scopes) {
    Instant now = clock.instant();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .subject(person.id().toString())
            .issuedAt(now)
            .expiresAt(now.plus(LIFE))
            .claim(SCOPES, scopes.stream().map(Scope::value).sorted().toList())
            .claim(VERSION, person.version())
            .build();
    JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).type("JWT").build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }

  /** The person behind a token that is genuine, not over, and not ended since. */
  Optional<Principal> read(String token) {
    try {
      Jwt jwt = decoder.decode(token);
      return principals
          .person(UserId.of(String.valueOf(jwt.getSubject())))
          .filter(person -> Long.valueOf(person.version()).equals(jwt.getClaim(VERSION)))
          .map(person -> person.signedIn(granted(person, jwt)));
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a node made this token, and it is not over; whom it is for may be unknown here. */
  boolean isGenuine(String token) {
    try {
      return decoder.decode(token).getSubject() != null;
    } catch (JwtException e) {
      return false;
    }
  }

  private static Set<Scope> granted(Person person, Jwt jwt) {
    List<String> scopes = jwt.getClaimAsStringList(SCOPES);
    return Stream.ofNullable(scopes)
        .flatMap(List::stream)
        .map(Scope::new)
        .filter(person::may)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static JwtDecoder decoder(SecretKey key, InstantSource clock) {
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
    times.setClock(clock.withZone(ZoneOffset.UTC));
    times.setAllowEmptyExpiryClaim(false);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(times, new JwtIssuerValidator(ISSUER)));
    return decoder;
  }
}
