"""Addresses of what the procedures of a body share, under ``/atelier/<body>/``."""

from django.urls import path

from parvis.studio.resources import block_edit, blocks, imports, media, rows, sources, tables

urlpatterns = [
    path("tables/", tables.tables, name="tables"),
    path("nouvelle-table/", tables.new, name="table_new"),
    path("tables/<slug:code>/", rows.rows, name="table"),
    path("tables/<slug:code>/modifier/", tables.edit, name="table_edit"),
    path("tables/<slug:code>/importer/", imports.import_file, name="table_import"),
    path("tables/<slug:code>/exporter/", tables.export, name="table_export"),
    path("tables/<slug:code>/retirer/", tables.retire, name="table_retire"),
    path("tables/<slug:code>/supprimer/", tables.delete, name="table_delete"),
    path("tables/<slug:code>/lignes/nouvelle/", rows.row, name="table_row_new"),
    path("tables/<slug:code>/lignes/<int:row>/", rows.row, name="table_row"),
    path("tables/<slug:code>/lignes/<int:row>/supprimer/", rows.delete, name="table_row_delete"),
    path("sources/", sources.sources, name="sources"),
    path("nouvelle-source/", sources.new, name="source_new"),
    path("sources/<slug:code>/", sources.source, name="source"),
    path("sources/<slug:code>/modifier/", sources.edit, name="source_edit"),
    path("sources/<slug:code>/essayer/", sources.try_now, name="source_try"),
    path("sources/<slug:code>/retirer/", sources.retire, name="source_retire"),
    path("sources/<slug:code>/supprimer/", sources.delete, name="source_delete"),
    path("medias/", media.media, name="media"),
    path("blocs/", blocks.blocks, name="blocks"),
    path("nouveau-bloc/", blocks.new, name="block_new"),
    path("blocs/<slug:code>/", blocks.block, name="block"),
    path("blocs/<slug:code>/modifier/", block_edit.edit, name="block_edit"),
    path("blocs/<slug:code>/prendre/", blocks.take, name="block_take"),
    path("blocs/<slug:code>/reporter/", blocks.spread, name="block_spread"),
    path("blocs/<slug:code>/retirer/", blocks.retire, name="block_retire"),
]
