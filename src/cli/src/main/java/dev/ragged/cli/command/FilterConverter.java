package dev.ragged.cli.command;

import dev.ragged.Filter;
import dev.ragged.app.json.FilterJson;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --where}. */
final class FilterConverter implements ITypeConverter<Filter> {
  @Override
  public Filter convert(String value) {
    try {
      return FilterJson.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
