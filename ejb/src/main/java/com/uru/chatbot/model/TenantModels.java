package com.uru.chatbot.model;

import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The catalogues of tenants. */
@ApplicationScoped
public class TenantModels {
  private ModelCatalog catalog;
  private CurrentSettings settings;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected TenantModels() {}

  @Inject
  public TenantModels(ModelCatalog catalog, CurrentSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** Returns the models that the caller's tenant offers now. */
  public ModelCatalog of(Caller caller) {
    return catalog.within(settings.of(caller.tenantId()));
  }
}
