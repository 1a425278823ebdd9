package dev.ragged.cli;

import dev.ragged.Filter;
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
