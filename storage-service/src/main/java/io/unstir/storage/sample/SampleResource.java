package io.unstir.storage.sample;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;

/** {@code /images/sample}: some of a tenant's images. The gateway has checked the numbers. */
@Path("/")
@RunOnVirtualThread
class SampleResource {
    private final SampleReader reader;

    SampleResource(SampleReader reader) {
        this.reader = reader;
    }

    @GET
    @Path("images/sample")
    public Sample sample(
            @QueryParam("tenant") String tenant, @QueryParam("count") int count, @QueryParam("seed") long seed)
            throws SQLException {
        return new Sample(reader.draw(Tenant.required(tenant), count, seed));
    }

    /** Digests. */
    record Sample(List<String> images) {}
}
