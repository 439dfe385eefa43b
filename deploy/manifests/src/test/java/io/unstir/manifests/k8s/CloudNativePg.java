package io.unstir.manifests.k8s;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;

/** As much of postgresql.cnpg.io/v1 (CloudNativePG 1.27) as is used; its operator is written in Go and has no models for Java. */
record CloudNativePg(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(
            int instances,
            String imageName,
            Bootstrap bootstrap,
            Managed managed,
            PostgreSql postgresql,
            Storage storage,
            ResourceRequirements resources) {}

    record Bootstrap(InitDb initdb) {}

    record InitDb(String database, String owner, boolean dataChecksums, List<String> postInitSQL) {}

    record Managed(List<Role> roles) {}

    record Role(String name, Ensure ensure, boolean login, List<String> inRoles, SecretName passwordSecret) {}

    enum Ensure {
        present,
        absent
    }

    record SecretName(String name) {}

    record PostgreSql(Synchronous synchronous) {}

    record Synchronous(Method method, int number) {}

    enum Method {
        any,
        first
    }

    record Storage(String size) {}
}
