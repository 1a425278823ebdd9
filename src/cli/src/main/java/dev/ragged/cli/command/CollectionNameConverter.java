package dev.ragged.cli.command;

import dev.ragged.CollectionSpec;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses what no collection can be called, as wrong usage and before anything is opened. */
final class CollectionNameConverter implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    try {
      CollectionSpec.checkName(value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
