package dev.ragged.cli.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a short time, such as {@code 100ms} or {@code 1.5s}. */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s)");

  @Override
  public Duration convert(String text) {
    Matcher form = FORM.matcher(text);
    Duration time = Duration.ZERO;
    if (form.matches()) {
      double number = Double.parseDouble(form.group(1));
      time = Duration.ofMillis(Math.round(form.group(2).equals("s") ? number * 1_000 : number));
    }
    if (time.isZero()) {
      throw new TypeConversionException("must be a time such as 100ms or 2s, got '" + text + "'.");
    }
    return time;
  }
}
