package io.unstir.gateway.openapi;

import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Writes into the API's document what is the same for many routes, so that no route has to say it. */
public final class CommonParts implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI document) {
        RefusalResponses.addTo(document);
        CommonParameters.describeIn(document);
    }
}
