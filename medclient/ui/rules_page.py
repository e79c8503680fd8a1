"""The rules as a page of their own."""

from medclient.ui.reading_page import ReadingPage
from medclient.ui.rules import KBV_PAGE, Rules


class RulesPage(ReadingPage):
    """Nothing is loaded from anywhere; the link opens the browser."""

    def write(self) -> None:
        self.title(self.tr("What may be done by video"))
        self.paragraph(self.tr("In short. The full and current rules are those of your association."))
        self.table([(str(number), rule) for number, rule in enumerate(Rules().all(), 1)])
        self.link(self.tr("The rules in full, at the KBV (opens your browser)"), KBV_PAGE)
