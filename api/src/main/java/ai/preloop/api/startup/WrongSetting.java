package ai.preloop.api.startup;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.util.ClassUtils;
import org.springframework.validation.FieldError;

/** A setting that cannot be used, by the name of the variable that the operator wrote it to. */
final class WrongSetting {

  private static final Pattern FROM_VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}].*");
  private static final Pattern SECRET = Pattern.compile("(?i).*(key|password|secret|token|url).*");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private WrongSetting() {}

  /** One sentence, without the value where it could be a secret. */
  static String sentence(BindException thrown) {
    if (thrown.getCause() instanceof BindValidationException invalid) {
      ValidationErrors errors = invalid.getValidationErrors();
      return errors.getAllErrors().stream()
          .filter(FieldError.class::isInstance)
          .map(FieldError.class::cast)
          .map(error -> invalid(errors, error))
          .sorted()
          .findFirst()
          .orElseGet(() -> "The settings under %s cannot be used.".formatted(thrown.getName()));
    }
    return said(
        variable(thrown.getName(), thrown.getProperty()),
        "must be " + expected(thrown.getTarget().getType().resolve(Object.class)),
        value(thrown));
  }

  private static String invalid(ValidationErrors errors, FieldError error) {
    ConfigurationPropertyName name =
        errors
            .getName()
            .append(HUMP.matcher(error.getField()).replaceAll("-").toLowerCase(Locale.ROOT));
    ConfigurationProperty bound =
        errors.getBoundProperties().stream()
            .filter(property -> property.getName().equals(name))
            .findFirst()
            .orElse(null);
    return said(
        variable(name, bound),
        String.valueOf(error.getDefaultMessage()),
        Optional.ofNullable(error.getRejectedValue()).map(WrongSetting::written));
  }

  /** Values that come from variables are written {@code ${NAME:default}} in our own file. */
  private static String variable(
      ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
    if (property == null) {
      return name.toString();
    }
    Matcher matcher = FROM_VARIABLE.matcher(String.valueOf(property.getValue()));
    if (matcher.matches()) {
      return matcher.group(1);
    }
    return property.getOrigin() instanceof PropertySourceOrigin origin
        ? origin.getPropertyName()
        : name.toString();
  }

  private static Optional<String> value(BindException thrown) {
    return thrown.getCause() instanceof ConversionFailedException failed
        ? Optional.ofNullable(failed.getValue()).map(String::valueOf)
        : Optional.empty();
  }

  private static String written(Object value) {
    return value instanceof Duration duration
        ? DurationStyle.SIMPLE.print(duration)
        : String.valueOf(value);
  }

  private static String said(String variable, String must, Optional<String> value) {
    return value
        .filter(text -> !SECRET.matcher(variable).matches())
        .map(text -> "%s %s, and is %s.".formatted(variable, must, text))
        .orElseGet(() -> "%s %s.".formatted(variable, must));
  }

  private static String expected(Class<?> type) {
    return switch (ClassUtils.resolvePrimitiveIfNecessary(type).getSimpleName()) {
      case "Integer", "Long" -> "a whole number";
      case "Duration" -> "a length of time like 5s";
      case "Boolean" -> "true or false";
      case "DataSize" -> "a size like 64MB";
      default -> "of another form";
    };
  }
}
