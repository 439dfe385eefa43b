package io.unstir.trainer.data;

import io.unstir.trainer.config.DataSource;
import io.unstir.trainer.config.DataSource.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a data set of image files consists of, in an order that only names decide. */
record Items(List<Item> items, Shape shape) {
    /** What is said of images. */
    enum Shape {
        CAPTIONS,
        CLASSES,
        NOTHING
    }

    static Items of(Folder source) {
        Path folder = source.path();
        if (!Files.isDirectory(folder)) {
            throw new DatasetException("data.folder is not a folder on the trainer's machine (got " + folder + ")");
        }
        return switch (source.kind()) {
            case AUTO -> guessed(folder);
            case CAPTIONS -> new Items(CaptionIndex.read(folder), Shape.CAPTIONS);
            case CLASSES -> new Items(ImageTree.of(folder).classes(), Shape.CLASSES);
            case IMAGES -> new Items(ImageTree.of(folder).images(), Shape.NOTHING);
        };
    }

    static Items of(DataSource.Image source) {
        Path file = source.file();
        if (!Files.isRegularFile(file)) {
            throw new DatasetException("data.file is not a file on the trainer's machine (got " + file + ")");
        }
        String name = file.getFileName().toString();
        return new Items(List.of(new Item(name, file, Optional.empty(), Optional.empty())), Shape.NOTHING);
    }

    private static Items guessed(Path folder) {
        if (Files.exists(folder.resolve(CaptionIndex.FILE))) {
            return new Items(CaptionIndex.read(folder), Shape.CAPTIONS);
        }
        var tree = ImageTree.of(folder);
        return tree.isSortedIntoClasses()
                ? new Items(tree.classes(), Shape.CLASSES)
                : new Items(tree.images(), Shape.NOTHING);
    }
}
