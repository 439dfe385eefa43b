package io.unstir.local.broker;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.unstir.local.data.FolderTree;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Formats the broker's folder once: it carries the cluster's id from then on. */
final class BrokerFolder {
    private BrokerFolder() {}

    /** Into a folder of another name first, so that the log is formatted or not there. */
    static void format(Path folder, String clusterId, int id) throws Exception {
        if (Files.exists(folder)) {
            return;
        }
        Path fresh = folder.resolveSibling(folder.getFileName() + ".part");
        FolderTree.delete(fresh);
        Files.createDirectories(fresh);
        new Formatter()
                .setClusterId(clusterId)
                .setNodeId(id)
                .addDirectory(fresh.toString())
                .setMetadataLogDirectory(fresh.toString())
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
        Files.move(fresh, folder, ATOMIC_MOVE);
    }
}
