package io.unstir.local.database;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.unstir.local.LocalFailure;
import io.unstir.local.data.FolderTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive that zonky publishes on Maven Central. Only the archive is used: the
 * library around it starts servers for tests, with durability off.
 */
record PostgresBinaries(Path folder) {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** Unpacks beside {@code folder} and renames, unless it is there already. */
    static PostgresBinaries unpackTo(Path folder) {
        try {
            if (!Files.exists(folder)) {
                Path fresh = folder.resolveSibling(folder.getFileName() + ".part");
                FolderTree.delete(fresh);
                unpack(fresh);
                Files.move(fresh, folder, ATOMIC_MOVE);
            }
            return new PostgresBinaries(folder);
        } catch (IOException e) {
            throw new LocalFailure("cannot unpack PostgreSQL to " + folder + ": " + e.getMessage(), e);
        }
    }

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    private static void unpack(Path target) throws IOException {
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null) {
                throw new LocalFailure("no PostgreSQL for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + ": the class path lacks " + ARCHIVE);
            }
            var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream bytes, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("archive entry " + entry.getName() + " leads outside");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(bytes, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
