package dev.ragged.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Refuses those who may not even read, before a servlet that is not ours to change. */
public final class ReadersOnly extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      Guard.require(Route.Access.READ, request);
    } catch (Problem problem) {
      Guard.send(response, problem);
      return;
    }
    chain.doFilter(request, response);
  }
}
