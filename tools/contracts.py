"""import-linter contract: from outside, an app is only its public modules (docs/explanation/architecture.md)."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicSurface(Contract):
    """Refuse an import of another app's module that is not one of its doors."""

    type_name = "public_surface"

    root = fields.StringField()
    public = fields.ListField(subfield=fields.StringField())
    open_packages = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    composition_root = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """List every direct import that walks past a door."""
        broken = [
            f"{importer} -> {imported}"
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_trespass(importer.split("."), imported.split("."))
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _is_trespass(self, importer: list[str], imported: list[str]) -> bool:
        if len(importer) < 2 or len(imported) < 2 or imported[0] != self.root:
            return False
        theirs, ours = imported[1], importer[1]
        if ours == theirs or ours in self.composition_root or theirs in self.open_packages:
            return False
        return len(imported) < 3 or imported[2] not in self.public

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each trespass on its own line."""
        for line in check.metadata["broken"]:
            output.print_error(line)
