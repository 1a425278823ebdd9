package dev.ragged.cli;

import dev.ragged.chroma.ChromaSettings;
import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a Chroma server, so that a wrong one is told as wrong usage. */
final class ChromaUrlConverter implements ITypeConverter<URI> {
  @Override
  public URI convert(String value) {
    try {
      return ChromaSettings.of(URI.create(value)).url();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + value + "' is no address of a Chroma server such as http://localhost:8000");
    }
  }
}
