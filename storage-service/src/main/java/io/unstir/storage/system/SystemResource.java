package io.unstir.storage.system;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.unstir.storage.tenant.Tenant;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;

/** {@code /system}: how busy the system is and was. */
@Path("/system")
@RunOnVirtualThread
class SystemResource {
    private final SystemReader reader;
    private final FiguresReader figures;

    SystemResource(SystemReader reader, FiguresReader figures) {
        this.reader = reader;
        this.figures = figures;
    }

    @GET
    public SystemView system(@QueryParam("tenant") String tenant) throws SQLException {
        return reader.system(Tenant.required(tenant));
    }

    @GET
    @Path("/figures")
    public Figures figures(@QueryParam("tenant") String tenant) throws SQLException {
        return figures.figures(Tenant.required(tenant));
    }
}
