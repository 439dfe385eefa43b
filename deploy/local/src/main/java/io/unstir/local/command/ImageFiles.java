package io.unstir.local.command;

import io.unstir.local.api.Gateway;
import io.unstir.local.image.ImageFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files a job starts from. */
record ImageFiles(Optional<ImageFile> init, Optional<ImageFile> mask) {

    /** Sends them; returns the settings that name them. */
    Map<String, Object> upload(Gateway gateway) {
        var settings = new LinkedHashMap<String, Object>();
        init.ifPresent(file -> settings.put("init_image", gateway.upload(file.bytes(), file.mediaType())));
        mask.ifPresent(file -> settings.put("mask", gateway.upload(file.bytes(), file.mediaType())));
        return settings;
    }
}
