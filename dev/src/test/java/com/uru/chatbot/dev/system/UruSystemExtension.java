package com.uru.chatbot.dev.system;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the constructor of a system test the one running system, started by the first test. */
public final class UruSystemExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(UruSystemExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == UruSystem.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(UruSystem.class, type -> UruSystem.start(), UruSystem.class);
  }
}
